package io.sluice.model.payload;

/** An identity that could be read from a payload that was refused: epoch and seq of the topic's device. */
public record SeqRef(String epoch, long seq) {}
