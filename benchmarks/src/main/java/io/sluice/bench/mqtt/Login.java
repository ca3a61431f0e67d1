package io.sluice.bench.mqtt;

/** What a client shows of itself. */
public record Login(String user, String password) {}
