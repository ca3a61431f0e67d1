package io.sluice.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SpoolAppended;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LedgerBookTest {
    private final LedgerBook book = new LedgerBook();

    @Test
    void whatIsOnlySaidAgainIsSentBehindWhatIsNew() {
        book.factAgain(fact("a", 1));
        book.factAgain(fact("b", 1));
        book.factAgain(fact("c", 1));
        book.absorb();
        book.fact(fact("d", 1));
        book.fact(fact("b", 2));
        book.absorb();

        assertEquals(List.of("d 1", "b 2", "a 1"), sent(3));
        assertEquals(List.of("c 1"), sent(3));
        assertEquals(List.of(), sent(3));
    }

    @Test
    void whatIsSaidAgainHasAQuarterHoweverMuchIsNew() {
        book.factAgain(fact("a", 1));
        book.factAgain(fact("b", 1));
        for (String device : List.of("c", "d", "e", "f")) {
            book.fact(fact(device, 1));
        }
        book.absorb();

        assertEquals(List.of("c 1", "d 1", "e 1", "a 1"), sent(4));
        assertEquals(List.of("f 1", "b 1"), sent(4));
    }

    @Test
    void howFarAPartitionIsIsSentBehindWhatIsSaidAgain() {
        book.factAgain(fact("a", 1));
        book.factAgain(fact("b", 1));
        book.fact(position(7));
        book.absorb();
        assertEquals(List.of("a 1"), sent(1));
        book.fact(position(8));
        book.absorb();
        assertEquals(List.of("b 1"), sent(9));
        book.absorb();
        assertEquals(List.of("at 8"), sent(9));
    }

    @Test
    void whatCouldNotBeSentIsSentAgainAsItIsByThen() {
        book.factAgain(fact("a", 1));
        book.absorb();
        LedgerRecord taken = book.takeUnsent(1).get(0);
        book.fact(fact("a", 2));
        book.sendAgain(taken);
        book.absorb();

        assertEquals(List.of("a 2"), sent(3));
    }

    private List<String> sent(int max) {
        return book.takeUnsent(max).stream()
                .map(fact -> fact.hasSpoolAppended()
                        ? "at " + fact.getSpoolAppended().getAppendPosition()
                        : fact.getDeviceAppended().getDevice() + " "
                                + fact.getDeviceAppended().getAppended())
                .toList();
    }

    private static LedgerRecord position(long position) {
        return LedgerRecord.newBuilder()
                .setSpoolAppended(SpoolAppended.newBuilder().setSpool("gw").setAppendPosition(position))
                .build();
    }

    private static LedgerRecord fact(String device, long appended) {
        return LedgerRecord.newBuilder()
                .setDeviceAppended(DeviceAppended.newBuilder()
                        .setSite("plant")
                        .setDevice(device)
                        .setAppended(appended))
                .build();
    }
}
