/**
 * The gateway's durable log. To read it, in this order:
 *
 * <ol>
 *   <li>{@link io.sluice.gateway.spool.DurableLog}, {@link io.sluice.gateway.spool.SpoolEntry} and
 *       {@link io.sluice.gateway.spool.CommitListener}: what the fronts see of it;
 *   <li>{@link io.sluice.gateway.spool.Spool}: the log itself; its way in, from {@code AppendQueue} over
 *       {@code WriterThread} and {@code GroupWriter} to {@code Commits}; its way out,
 *       {@link io.sluice.gateway.spool.SpoolReader}, which gives {@link io.sluice.gateway.spool.SpoolRecord}s;
 *   <li>{@code SegmentStore}, {@code SegmentHeader}, {@code SegmentScanner}, {@code Frames}: segments of a folder and
 *       the frames in them; {@code RecordEncoder} and {@code RecordDecoder}: what a frame holds;
 *   <li>{@link io.sluice.gateway.spool.SpoolKeeper}, {@code SpoolState} and {@link io.sluice.gateway.spool.files.Boot}:
 *       what is kept beside the segments, and when they go; {@code SpoolRecovery} and {@code SegmentRecovery}: what a
 *       start makes of all that.
 * </ol>
 */
@NullMarked
package io.sluice.gateway.spool;

import org.jspecify.annotations.NullMarked;
