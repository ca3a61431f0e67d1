package io.sluice.model.payload.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.io.IOException;

/**
 * A Protobuf message's fields, pulled one by one, so that bounds hold while it is read. All methods throw
 * {@link RejectionException} where the bytes break the format. A field of another wire type than asked for is a fault:
 * the schemas we read never had it. One use, one thread.
 */
public final class ProtoFields {
    private final CodedInputStream in;
    private int tag;

    public ProtoFields(byte[] payload) {
        in = CodedInputStream.newInstance(payload);
    }

    /** The next field of the current message; false at its end. */
    public boolean next() {
        try {
            tag = in.readTag();
            return tag != 0;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The current field's number. */
    public int number() {
        return WireFormat.getTagFieldNumber(tag);
    }

    public long integer() {
        require(WireFormat.WIRETYPE_VARINT);
        try {
            return in.readInt64();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    public boolean flag() {
        return integer() != 0;
    }

    public double doubleNumber() {
        require(WireFormat.WIRETYPE_FIXED64);
        try {
            return in.readDouble();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    public float floatNumber() {
        require(WireFormat.WIRETYPE_FIXED32);
        try {
            return in.readFloat();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    public String text() {
        require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        try {
            return in.readStringRequireUtf8();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The current field is a message: until its end its fields are what {@link #next} returns. */
    public void nested(Runnable reader) {
        require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        try {
            int outer = in.pushLimit(in.readRawVarint32());
            reader.run();
            in.popLimit(outer);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Passes over a field that is not known; groups are of a Protobuf older than our schemas. */
    public void skip() {
        int wireType = WireFormat.getTagWireType(tag);
        try {
            if (wireType == WireFormat.WIRETYPE_START_GROUP
                    || wireType == WireFormat.WIRETYPE_END_GROUP
                    || !in.skipField(tag)) {
                throw new RejectionException(
                        RejectReason.NOT_PARSABLE, "Protobuf fields must be no groups, field " + number() + " was");
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void require(int wireType) {
        int sent = WireFormat.getTagWireType(tag);
        if (sent != wireType) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE,
                    "Protobuf field " + number() + " must have wire type " + wireType + ", had " + sent);
        }
    }

    private static RejectionException broken(IOException fault) {
        return new RejectionException(
                RejectReason.NOT_PARSABLE,
                "payload must be Protobuf, was not: " + Shown.text(String.valueOf(fault.getMessage())));
    }
}
