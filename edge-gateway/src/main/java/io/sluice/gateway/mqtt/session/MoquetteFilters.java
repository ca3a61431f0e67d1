package io.sluice.gateway.mqtt.session;

import io.moquette.broker.subscriptions.Subscription;
import io.moquette.broker.subscriptions.Token;
import io.moquette.broker.subscriptions.Topic;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Replaces subscriptions in Moquette 0.17's tree, which keeps the one of the higher QoS where a client subscribes to a
 * filter again (MQTT-3.8.4-3). As its own changes to the tree this is a copy of a node that takes the node's place: to
 * unsubscribe before would lose what is published in between.
 */
final class MoquetteFilters {
    private static final VarHandle DIRECTORY;
    private static final VarHandle TREE;
    private static final VarHandle ROOT;
    private static final MethodHandle NODE;
    private static final MethodHandle REPLACE;
    private static final MethodHandle CHILD;
    private static final MethodHandle COPY;
    private static final VarHandle SUBSCRIPTIONS;

    static {
        try {
            Class<?> postOffice = Class.forName("io.moquette.broker.PostOffice");
            Class<?> anyDirectory = Class.forName("io.moquette.broker.subscriptions.ISubscriptionsDirectory");
            Class<?> directory = Class.forName("io.moquette.broker.subscriptions.CTrieSubscriptionDirectory");
            Class<?> tree = Class.forName("io.moquette.broker.subscriptions.CTrie");
            Class<?> place = Class.forName("io.moquette.broker.subscriptions.INode");
            Class<?> node = Class.forName("io.moquette.broker.subscriptions.CNode");
            DIRECTORY = MethodHandles.privateLookupIn(postOffice, MethodHandles.lookup())
                    .findVarHandle(postOffice, "subscriptions", anyDirectory);
            Lookup lookup = MethodHandles.privateLookupIn(directory, MethodHandles.lookup());
            TREE = lookup.findVarHandle(directory, "ctrie", tree);
            ROOT = lookup.findVarHandle(tree, "root", place);
            NODE = lookup.findVirtual(place, "mainNode", MethodType.methodType(node));
            REPLACE = lookup.findVirtual(place, "compareAndSet", MethodType.methodType(boolean.class, node, node));
            CHILD = lookup.findVirtual(node, "childOf", MethodType.methodType(Optional.class, Token.class));
            COPY = lookup.findVirtual(node, "copy", MethodType.methodType(node));
            SUBSCRIPTIONS = lookup.findVarHandle(node, "subscriptions", List.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Moquette must be built as version 0.17 is, is not", e);
        }
    }

    private MoquetteFilters() {}

    /**
     * @param again what the session had subscribed to before the SUBSCRIBE that the broker just got
     * @return false where the session's loop takes no more now
     */
    static boolean replace(Channel channel, List<MqttTopicSubscription> again) {
        MoquetteConnection connection = again.isEmpty() ? null : MoquetteConnection.of(channel);
        return connection == null
                || connection.onLoop(() -> {
                    Object root = ROOT.get(TREE.get(DIRECTORY.get(connection.postOffice())));
                    for (MqttTopicSubscription each : again) {
                        replace(
                                root,
                                new Subscription(
                                        connection.clientId(),
                                        new Topic(each.topicFilter()),
                                        each.option().qos()));
                    }
                });
    }

    private static void replace(Object root, Subscription subscription) throws Throwable {
        Object place = root;
        for (Token token : subscription.getTopicFilter().getTokens()) {
            Optional<?> child = (Optional<?>) CHILD.invoke(NODE.invoke(place), token);
            if (child.isEmpty()) {
                return;
            }
            place = child.get();
        }
        boolean isDone;
        do {
            Object node = NODE.invoke(place);
            Object copy = COPY.invoke(node);
            isDone = !isPutInto(copy, subscription) || (boolean) REPLACE.invoke(place, node, copy);
        } while (!isDone);
    }

    @SuppressWarnings("unchecked") // as it is declared
    private static boolean isPutInto(Object copy, Subscription subscription) {
        List<Subscription> subscriptions = (List<Subscription>) SUBSCRIPTIONS.get(copy);
        int at = Collections.binarySearch(subscriptions, subscription);
        if (at >= 0) {
            subscriptions.set(at, subscription);
        }
        return at >= 0;
    }
}
