package io.sluice.model.payload.senml;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.draft.MetricName;
import io.sluice.model.payload.draft.NameBudget;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import org.jspecify.annotations.Nullable;

/**
 * From the names of one pack to metrics. SenML names are global and begin with the device's; ours are the device's own.
 * What names the device is taken off: {@code urn:dev:…} (RFC 9039) with its subsystem's {@code _}, or the topic's
 * device, its site before it or not, each with the {@code :} or {@code /} that follows. What is left of nothing else is
 * {@code value}. A pack that speaks of two URNs is refused: its topic names one device.
 */
final class SenmlNames {
    private static final String URN = "urn:dev:";
    private static final String WHOLE_DEVICE = "value";

    private final DeviceId device;
    private final NameBudget budget;
    private @Nullable String urn;

    SenmlNames(DeviceId device, NameBudget budget) {
        this.device = device;
        this.budget = budget;
    }

    /** @throws RejectionException where the name breaks a rule */
    String metric(String base, String own) {
        budget.take(base.length() + own.length()); // before they are put together
        String name = base.concat(own);
        checkAlphabet(name);
        String metric = name.substring(name.startsWith(URN) ? afterUrn(name) : afterDevice(name));
        return MetricName.checked(metric.isEmpty() ? WHOLE_DEVICE : metric);
    }

    private int afterUrn(String name) {
        int id = name.indexOf(':', URN.length()) + 1;
        int end = id == 0 ? name.length() : id;
        while (end < name.length() && !isSeparator(name.charAt(end)) && name.charAt(end) != '_') {
            end++;
        }
        if (urn == null) {
            urn = name.substring(0, end);
        } else if (urn.length() != end || !name.startsWith(urn)) {
            throw new RejectionException(
                    RejectReason.INVALID_IDENTITY,
                    "SenML names of a pack must be of one device, were of " + Shown.text(urn) + " and "
                            + Shown.text(name.substring(0, end)));
        }
        return Math.min(end + 1, name.length());
    }

    private int afterDevice(String name) {
        int site = after(device.site(), name, 0);
        int end = site < 0 ? -1 : after(device.device(), name, site);
        return end >= 0 ? end : Math.max(0, after(device.device(), name, 0));
    }

    /** Where the name goes on after the part and its separator; -1 where the part does not stand there. */
    private static int after(String part, String name, int from) {
        int end = from + part.length();
        if (!name.startsWith(part, from)) {
            return -1;
        }
        if (end == name.length()) {
            return end;
        }
        return isSeparator(name.charAt(end)) ? end + 1 : -1;
    }

    private static boolean isSeparator(char c) {
        return c == ':' || c == '/';
    }

    /** RFC 8428, 4.5.1. */
    private static void checkAlphabet(String name) {
        boolean valid = !name.isEmpty() && isAlphanumeric(name.charAt(0));
        for (int i = 1; valid && i < name.length(); i++) {
            char c = name.charAt(i);
            valid = isAlphanumeric(c) || "-:./_".indexOf(c) >= 0;
        }
        if (!valid) {
            throw new RejectionException(
                    RejectReason.INVALID_METRIC,
                    "SenML name must be of [A-Za-z0-9:./_-] and begin with a letter or digit, was " + Shown.text(name));
        }
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
