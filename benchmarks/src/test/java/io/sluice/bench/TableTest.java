package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void it_is_markdown_with_aligned_columns_and_three_significant_digits() {
        Table table =
                new Table("Acks", "server", "acks/s").add("ours", 212_345.6).add("theirs", 0.04567);
        assertEquals("""
                **Acks**

                | server | acks/s  |
                | ------ | ------- |
                | ours   | 212,346 |
                | theirs | 0.046   |
                """, table.markdown());
    }

    @Test
    void a_median_lies_between_the_middle_two_of_an_even_number() {
        assertEquals(2.5, Median.of(9, 1, 2, 3));
        assertEquals(3, Median.of(9, 1, 3));
    }
}
