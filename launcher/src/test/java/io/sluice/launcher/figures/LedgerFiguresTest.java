package io.sluice.launcher.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class LedgerFiguresTest {
    private static final String LEDGER = "{\"appended\":12,\"produced\":11,\"new\":9,\"counted\":8,\"late\":1,"
            + "\"lateByTier\":{\"1s\":2},\"duplicates\":1,\"conflicts\":0,"
            + "\"rejected\":{\"not-json\":1,\"ts-too-old\":2},\"undecidable\":0,\"inFlight\":0,\"missing\":1,"
            + "\"missingRanges\":[],\"residue\":0,\"readings\":{\"counted\":80,\"late\":2}}";

    @Test
    void theTotalLineIsTheContractsToTheLetter() throws Exception {
        assertEquals(
                "total produced=11 counted=8 late=1 duplicates=1 rejected=3 missing=1 inFlight=0 residue=0",
                figures(LEDGER).totalLine());
    }

    @Test
    void aLedgerIsBalancedOnlyWhenSomethingWasCountedAndNothingIsOpen() throws Exception {
        assertTrue(figures(LEDGER).isBalanced());
        assertFalse(figures(LEDGER.replace("\"counted\":8,", "\"counted\":0,")).isBalanced());
        assertFalse(figures(LEDGER.replace("\"inFlight\":0", "\"inFlight\":1")).isBalanced());
        assertFalse(figures(LEDGER.replace("\"residue\":0", "\"residue\":1")).isBalanced());
    }

    @Test
    void aFigureThatIsAbsentIsNotTakenForZero() {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> figures(LEDGER.replace("\"residue\":0", "\"rest\":0")));

        assertEquals("ledger must have an integer residue, was ", thrown.getMessage());
    }

    private static LedgerFigures figures(String json) throws Exception {
        return LedgerFigures.from(new ObjectMapper().readTree(json));
    }
}
