package io.sluice.model.payload.draft;

import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;

/** What a metric may be called: 1 to 128 printable characters without {@code #} and {@code +}. */
public final class MetricName {
    public static final int MAX_LENGTH = 128;
    static final String RULE = "metric must be 1 to 128 printable characters without # and +";

    private MetricName() {}

    public static boolean isValid(String name) {
        int length = name.length();
        if (length == 0 || length > 2 * MAX_LENGTH) {
            return false;
        }
        int characters = 0;
        for (int i = 0; i < length; characters++) {
            int c = name.codePointAt(i);
            if (c == '#' || c == '+' || !Shown.isPrintable(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return characters <= MAX_LENGTH;
    }

    /** @throws RejectionException INVALID_METRIC */
    public static String checked(String name) {
        if (!isValid(name)) {
            throw new RejectionException(RejectReason.INVALID_METRIC, RULE + ", was " + Shown.text(name));
        }
        return name;
    }
}
