package io.sluice.model.batch;

/**
 * What ingest had counted as new for a block's device and epoch before the block's first message. With it the jobs can
 * tell how far they have read without asking ingest, and a block lost on the way shows as a jump.
 *
 * @param newBefore messages
 * @param newXorBefore xor of their identity mixes
 */
public record LedgerCarry(long newBefore, long newXorBefore) {}
