package io.sluice.simulator.oracle;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The messages of a window that have no answer: each may be in it, once. The xor of the identities says which are. */
final class Unanswered {
    private final List<Message> messages;
    private final TrueValues values;

    /** Null where they are so many that one xor may be that of several choices: then their number bounds the window. */
    private final @Nullable XorBasis identities;

    Unanswered(List<Message> messages, TrueValues values) {
        this.messages = messages;
        this.values = values;
        this.identities = messages.isEmpty()
                ? XorBasis.EMPTY
                : XorBasis.of(messages.stream().mapToLong(Message::mix).toArray());
    }

    boolean areTooMany() {
        return identities == null;
    }

    /** Whether some choice of them makes up the excess; where they are too many, whether their number allows one. */
    boolean explain(Excess excess) {
        return isWithinBoundsOnly(excess) || choice(excess).isPresent();
    }

    /** Whether it is not known which of them it would be. */
    boolean isWithinBoundsOnly(Excess excess) {
        return areTooMany() && 0 < excess.count() && excess.count() <= messages.size();
    }

    /** Those that make up the excess, where it is not {@link #isWithinBoundsOnly}. */
    Optional<List<Message>> choice(Excess excess) {
        return byIdentity(excess).filter(chosen -> without(excess, chosen).isNothing());
    }

    /** As {@link #choice}, whatever the sum. */
    Optional<List<Message>> byIdentity(Excess excess) {
        OptionalLong bits = identities == null ? OptionalLong.of(0) : identities.choice(excess.identities());
        if (bits.isEmpty()) {
            return Optional.empty();
        }
        List<Message> chosen = BitSet.valueOf(new long[] {bits.getAsLong()}).stream()
                .mapToObj(messages::get)
                .toList();
        Excess left = without(excess, chosen);
        return left.count() == 0 && left.identities() == 0 ? Optional.of(chosen) : Optional.empty();
    }

    private Excess without(Excess excess, List<Message> chosen) {
        Excess left = excess;
        for (Message message : chosen) {
            left = left.without(message, values.at(message.seq()));
        }
        return left;
    }
}
