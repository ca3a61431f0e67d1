package io.sluice.ingest.screen;

/** What a message turned out to be. Labels are public: dead letters' reasons and metrics. */
public enum Verdict {
    NEW("new"),
    /** A copy: same identity or, where the gateway stamped it, same ts; same content. */
    DUPLICATE("duplicate"),
    /** Known identity, other content. */
    CONFLICT("conflict"),
    /**
     * Known identity whose content is no longer remembered, an identity too old to tell whether it is known, or one of
     * an epoch too many.
     */
    UNDECIDABLE("undecidable");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
