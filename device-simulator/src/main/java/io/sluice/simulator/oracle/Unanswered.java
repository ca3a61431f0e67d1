package io.sluice.simulator.oracle;

import java.util.ArrayList;
import java.util.List;

/** The messages of a window that have no answer: each may be in it, once. */
final class Unanswered {
    /** Beyond, a window is not decided by trying every choice, but by its bounds. */
    private static final int MAX_TRIED = 14;

    private final List<Message> messages;
    private final TrueValues values;

    Unanswered(List<Message> messages, TrueValues values) {
        this.messages = messages;
        this.values = values;
    }

    boolean areTooMany() {
        return messages.size() > MAX_TRIED;
    }

    /** Whether some choice of them makes up the excess; where they are too many, whether their number allows one. */
    boolean explain(Excess excess) {
        return isWithinBoundsOnly(excess) || !choices(excess).isEmpty();
    }

    /** Whether it is not known which of them it would be. */
    boolean isWithinBoundsOnly(Excess excess) {
        return areTooMany() && 0 < excess.count() && excess.count() <= messages.size();
    }

    /** All that make up the excess, where it is not {@link #isWithinBoundsOnly}. */
    List<List<Message>> choices(Excess excess) {
        List<List<Message>> choices = new ArrayList<>();
        choose(excess, 0, List.of(), choices);
        return choices;
    }

    private void choose(Excess excess, int from, List<Message> chosen, List<List<Message>> choices) {
        if (excess.isNothing()) {
            choices.add(chosen);
        }
        if (excess.count() <= 0 || excess.count() > messages.size() - from) {
            return;
        }
        for (int i = from; i < messages.size(); i++) {
            Message message = messages.get(i);
            List<Message> longer = new ArrayList<>(chosen);
            longer.add(message);
            choose(excess.without(message, values.at(message.seq())), i + 1, longer, choices);
        }
    }
}
