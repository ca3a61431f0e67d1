package io.sluice.model.payload.rejection;

import java.io.Serial;

/** Carries a rejection up through the readers; the decoder lets none out. Without a stack trace: it is data. */
public final class RejectionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final RejectReason reason;

    public RejectionException(RejectReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public RejectReason reason() {
        return reason;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
