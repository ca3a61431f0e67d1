/**
 * What outlives a connection: who holds a session, its deliveries, wills and subscriptions, and what goes down to it.
 */
@NullMarked
package io.sluice.gateway.mqtt.session;

import org.jspecify.annotations.NullMarked;
