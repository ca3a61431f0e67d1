package io.sluice.bench;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.util.List;

/** One measurement with its peers beside it. */
public interface Benchmark {
    String name();

    /** One line: what is measured. */
    String about();

    /**
     * @return the raw figures, and what follows from them
     * @throws EnvironmentException where something is missing that has to be measured beside ours
     */
    List<Table> run(Conditions conditions) throws Exception;
}
