package io.sluice.model.payload;

import java.io.Serial;

/** Carries a rejection up through the readers of this package; never leaves it. Without a stack trace: it is data. */
final class RejectionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final RejectReason reason;

    RejectionException(RejectReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    RejectReason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
