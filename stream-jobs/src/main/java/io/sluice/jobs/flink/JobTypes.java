package io.sluice.jobs.flink;

import io.sluice.jobs.rollup.DevicePanes;
import io.sluice.jobs.rollup.Outcome;
import io.sluice.jobs.rollup.ReadingBlock;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Flink's type information of what flows and is kept, so that nothing falls back to reflection. */
public final class JobTypes {
    public static final TypeInformation<ReadingBlock> BLOCK =
            new Opaque<>(ReadingBlock.class, BlockSerializer.INSTANCE);
    public static final TypeInformation<Outcome> OUTCOME = new Opaque<>(Outcome.class, OutcomeSerializer.INSTANCE);
    static final TypeInformation<DevicePanes> DEVICE_STATE =
            new Opaque<>(DevicePanes.class, DeviceStateSerializer.INSTANCE);

    private JobTypes() {}

    /** A type that Flink cannot look into: no fields, no order, no key. */
    private static final class Opaque<T> extends TypeInformation<T> {
        private static final long serialVersionUID = 1;

        private final Class<T> type;
        private final TypeSerializer<T> serializer;

        Opaque(Class<T> type, TypeSerializer<T> serializer) {
            this.type = type;
            this.serializer = serializer;
        }

        @Override
        public boolean isBasicType() {
            return false;
        }

        @Override
        public boolean isTupleType() {
            return false;
        }

        @Override
        public int getArity() {
            return 1;
        }

        @Override
        public int getTotalFields() {
            return 1;
        }

        @Override
        public Class<T> getTypeClass() {
            return type;
        }

        @Override
        public boolean isKeyType() {
            return false;
        }

        @Override
        public TypeSerializer<T> createSerializer(SerializerConfig config) {
            return serializer;
        }

        @Override
        public String toString() {
            return type.getSimpleName();
        }

        @Override
        public boolean canEqual(Object other) {
            return other instanceof Opaque;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Opaque<?> that && type.equals(that.type);
        }

        @Override
        public int hashCode() {
            return type.hashCode();
        }
    }
}
