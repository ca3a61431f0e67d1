package io.sluice.model.payload;

import static io.sluice.model.payload.RejectReason.INVALID_IDENTITY;
import static io.sluice.model.payload.RejectReason.INVALID_VALUE;
import static io.sluice.model.payload.RejectReason.NOT_PARSABLE;
import static io.sluice.model.payload.RejectReason.NO_VALUES;
import static io.sluice.model.payload.RejectReason.TOO_DEEP;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one payload's JSON into drafts; fails with the first fault. One use. */
final class JsonMessages {
    private static final String VALUES = "values";

    private final JsonParser parser;
    private final PayloadLimits limits;
    private final long nowMillis;

    JsonMessages(JsonParser parser, PayloadLimits limits, long nowMillis) {
        this.parser = parser;
        this.limits = limits;
        this.nowMillis = nowMillis;
    }

    /** A message, an array of messages, or a flat object. */
    List<Draft> messages() throws IOException {
        List<Draft> drafts = new ArrayList<>(1);
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            drafts.add(message());
        } else if (first == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(JsonToken.START_OBJECT, "message of an array must be a JSON object");
                drafts.add(message());
            }
            if (drafts.isEmpty()) {
                throw new RejectionException(NO_VALUES, "array of messages must hold a message, was '[]'");
            }
        } else {
            throw unexpected(NOT_PARSABLE, "payload must be a JSON object or an array of them");
        }
        requireEnd();
        return drafts;
    }

    /** One value of the metric that the topic names. */
    List<Draft> scalar(String metric) throws IOException {
        Draft draft = new Draft(limits.maxReadings());
        JsonToken first = parser.nextToken();
        if (first == null || first.isStructStart()) {
            throw unexpected(NOT_PARSABLE, "payload of a metric's topic must be one number, boolean or string");
        }
        JsonValues.add(parser, metric, draft);
        requireEnd();
        if (draft.isEmpty()) {
            throw new RejectionException(NO_VALUES, "payload of a metric's topic must hold a value, was 'null'");
        }
        return List.of(draft);
    }

    private Draft message() throws IOException {
        Draft draft = new Draft(limits.maxReadings());
        String stray = null;
        boolean hasValues = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case Envelope.TS -> draft.tsMillis = Envelope.ts(parser, limits, nowMillis);
                case Envelope.EPOCH -> draft.epoch = Envelope.epoch(parser);
                case Envelope.SEQ -> draft.seq = Envelope.seq(parser);
                case VALUES -> {
                    hasValues = true;
                    values(draft);
                }
                default -> {
                    stray = member;
                    reading(member, draft);
                }
            }
        }
        check(draft, hasValues ? stray : null);
        return draft;
    }

    private void values(Draft draft) throws IOException {
        require(JsonToken.START_OBJECT, "values must be an object of metrics");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String metric = parser.currentName();
            parser.nextToken();
            reading(metric, draft);
        }
    }

    private void reading(String metric, Draft draft) throws IOException {
        if (!MetricName.isValid(metric)) {
            throw new RejectionException(
                    RejectReason.INVALID_METRIC,
                    "metric must be 1 to 128 printable characters without # and +, was " + Shown.text(metric));
        }
        if (parser.currentToken().isStructStart()) {
            throw unexpected(
                    INVALID_VALUE, "value of " + Shown.text(metric) + " must be a number, boolean, string or null");
        }
        JsonValues.add(parser, metric, draft);
    }

    private static void check(Draft draft, @Nullable String stray) {
        if (stray != null) {
            throw new RejectionException(
                    INVALID_VALUE, "members beside values must be ts, epoch or seq, was " + Shown.text(stray));
        }
        if ((draft.epoch == null) != (draft.seq == null)) {
            throw new RejectionException(
                    INVALID_IDENTITY,
                    "epoch and seq must both be sent or neither, was only "
                            + Shown.text(draft.epoch == null ? "seq" : "epoch"));
        }
        if (draft.isEmpty()) {
            throw new RejectionException(NO_VALUES, "message must hold at least one value that is not null, was none");
        }
    }

    private void require(JsonToken expected, String rule) throws IOException {
        if (parser.currentToken() != expected) {
            throw unexpected(INVALID_VALUE, rule);
        }
    }

    private void requireEnd() throws IOException {
        if (parser.nextToken() != null) {
            throw unexpected(NOT_PARSABLE, "payload must end after its JSON value");
        }
    }

    /** The fault of the current token; where that opens a structure deeper than may be, the depth is the fault. */
    private RejectionException unexpected(RejectReason reason, String rule) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return new RejectionException(reason, rule + ", was empty");
        }
        if (!token.isStructStart()) {
            return new RejectionException(reason, rule + ", was " + Shown.text(parser.getText()));
        }
        int outside = depth();
        while (depth() >= outside) {
            if (depth() > limits.maxDepth()) {
                return new RejectionException(
                        TOO_DEEP, "JSON depth must be <= " + limits.maxDepth() + ", was " + depth() + " or more");
            }
            if (parser.nextToken() == null) {
                break;
            }
        }
        return new RejectionException(
                reason, rule + ", was an " + (token == JsonToken.START_OBJECT ? "object" : "array"));
    }

    private int depth() {
        return parser.getParsingContext().getNestingDepth();
    }
}
