package io.sluice.model.payload.senml;

import static io.sluice.model.payload.senml.SenmlLabel.BASE_NAME;
import static io.sluice.model.payload.senml.SenmlLabel.BASE_SUM;
import static io.sluice.model.payload.senml.SenmlLabel.BASE_TIME;
import static io.sluice.model.payload.senml.SenmlLabel.BASE_VALUE;
import static io.sluice.model.payload.senml.SenmlLabel.BOOLEAN_VALUE;
import static io.sluice.model.payload.senml.SenmlLabel.NAME;
import static io.sluice.model.payload.senml.SenmlLabel.STRING_VALUE;
import static io.sluice.model.payload.senml.SenmlLabel.SUM;
import static io.sluice.model.payload.senml.SenmlLabel.TIME;
import static io.sluice.model.payload.senml.SenmlLabel.VALUE;

import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.DraftsByTime;
import io.sluice.model.payload.draft.MetricName;
import io.sluice.model.payload.draft.NameBudget;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.util.List;

/** Resolves a pack's records one after the other (RFC 8428, 4.6), and gathers those of one time in one message. */
final class SenmlResolver {
    /** Lower times count from now (RFC 8428, 4.5.3). */
    private static final double FIRST_ABSOLUTE_SECOND = 1 << 28;

    private final ReadScope scope;
    private final SenmlNames names;
    private final DraftsByTime drafts;
    private String baseName = "";
    private double baseTime;
    private double baseValue;
    private double baseSum;

    SenmlResolver(ReadScope scope) {
        this.scope = scope;
        this.names = new SenmlNames(scope.address().device(), new NameBudget(scope.limits()));
        this.drafts = new DraftsByTime(scope);
    }

    void add(SenmlRecord senml) {
        baseName = senml.text(BASE_NAME, baseName);
        baseTime = senml.number(BASE_TIME, baseTime);
        baseValue = senml.number(BASE_VALUE, baseValue);
        baseSum = senml.number(BASE_SUM, baseSum);
        if (senml.isBaseOnly()) {
            return;
        }
        String metric = names.metric(baseName, senml.text(NAME, ""));
        checkValues(senml, metric);
        Draft draft = draftAt(baseTime + senml.number(TIME, 0));
        value(senml, metric, draft);
        if (senml.has(SUM)) {
            draft.number(MetricName.checked(metric + ".sum"), baseSum + senml.number(SUM, 0));
        }
    }

    private static void checkValues(SenmlRecord senml, String metric) {
        int values = 0;
        for (SenmlLabel label : List.of(VALUE, STRING_VALUE, BOOLEAN_VALUE)) {
            values += senml.has(label) ? 1 : 0;
        }
        if (values > 1 || (values == 0 && !senml.has(SUM))) {
            throw new RejectionException(
                    RejectReason.INVALID_VALUE,
                    "SenML record of " + Shown.text(metric) + " must hold one of v, vs and vb, or s, held "
                            + (values > 1 ? "several" : "none"));
        }
    }

    private void value(SenmlRecord senml, String metric, Draft draft) {
        Boolean flag = senml.flag();
        if (flag != null) {
            draft.flag(metric, flag);
        } else if (senml.has(STRING_VALUE)) {
            draft.text(metric, senml.text(STRING_VALUE, ""));
        } else if (senml.has(VALUE)) {
            draft.number(metric, baseValue + senml.number(VALUE, 0));
        }
    }

    private Draft draftAt(double seconds) {
        if (seconds == 0) {
            return drafts.now();
        }
        long millis = Math.round(seconds * 1000); // saturates, and is then out of bounds
        return drafts.at(seconds < FIRST_ABSOLUTE_SECOND ? scope.nowMillis() + millis : millis, seconds + " s");
    }

    List<Draft> drafts() {
        return drafts.all();
    }
}
