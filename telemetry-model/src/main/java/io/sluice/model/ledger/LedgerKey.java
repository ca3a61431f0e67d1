package io.sluice.model.ledger;

import io.sluice.model.ledger.proto.LedgerRecord;

/**
 * The Kafka key of a ledger fact: {@code site/device|epoch|stage|writer}, for facts about a spool
 * {@code spool/partition||stage|writer}. {@code |} is in no id.
 */
public final class LedgerKey {
    /**
     * Stands for the epoch in the row in which a gateway counts a device that has had too many for a row each. No epoch
     * can have this name.
     */
    public static final String FURTHER_EPOCHS = "*";

    private LedgerKey() {}

    /** @throws IllegalArgumentException where the record holds no fact */
    public static String of(LedgerRecord record) {
        return switch (record.getFactCase()) {
            case SPOOL_APPENDED ->
                key(
                        record.getSpoolAppended().getSpool(),
                        Integer.toString(record.getSpoolAppended().getPartition()),
                        "",
                        "spool-appended",
                        record);
            case SPOOL_COMMITTED ->
                key(
                        record.getSpoolCommitted().getSpool(),
                        Integer.toString(record.getSpoolCommitted().getPartition()),
                        "",
                        "spool-committed",
                        record);
            case DEVICE_APPENDED ->
                key(
                        record.getDeviceAppended().getSite(),
                        record.getDeviceAppended().getDevice(),
                        record.getDeviceAppended().getEpoch(),
                        "appended",
                        record);
            case DEVICE_SCREENED ->
                key(
                        record.getDeviceScreened().getSite(),
                        record.getDeviceScreened().getDevice(),
                        record.getDeviceScreened().getEpoch(),
                        "screened",
                        record);
            case DEVICE_COUNTED ->
                key(
                        record.getDeviceCounted().getSite(),
                        record.getDeviceCounted().getDevice(),
                        record.getDeviceCounted().getEpoch(),
                        "counted",
                        record);
            case FACT_NOT_SET -> throw new IllegalArgumentException("ledger record must hold a fact, held none");
        };
    }

    private static String key(String left, String right, String epoch, String stage, LedgerRecord record) {
        return left + "/" + right + "|" + epoch + "|" + stage + "|" + record.getWriter();
    }
}
