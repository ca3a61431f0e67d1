package io.sluice.simulator.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A scenario as its file has it.
 *
 * @param devices how many there are where nobody asks for another number
 * @param beginMillis where in their day the signals begin
 */
public record ScenarioSpec(
        String name,
        String description,
        int devices,
        long beginMillis,
        List<Site> sites,
        Map<String, TypeSpec> types,
        Stages stages) {

    /** @param types of its devices, one after the other, and from the first again */
    public record Site(String name, List<TypeSpec> types) {
        public Site {
            types = List.copyOf(types);
        }

        /** In that place of the order, and whom it shares its connection with. */
        public Seat seat(int place) {
            TypeSpec type = types.get(place % types.size());
            int perNode = type.devicesPerNode();
            if (perNode == 1) {
                return new Seat(type, place, 0);
            }
            int[] places = IntStream.range(0, types.size())
                    .filter(i -> types.get(i).equals(type))
                    .toArray();
            int ofType = place / types.size() * places.length + Arrays.binarySearch(places, place % types.size());
            int first = ofType - ofType % perNode;
            return new Seat(
                    type, first / places.length * types.size() + places[first % places.length], ofType % perNode);
        }
    }

    /**
     * @param first the place of the first of those that share the connection; its own where none do
     * @param behind how many of them come before
     */
    public record Seat(TypeSpec type, int first, int behind) {}

    public ScenarioSpec {
        sites = List.copyOf(sites);
        types = Map.copyOf(types);
    }
}
