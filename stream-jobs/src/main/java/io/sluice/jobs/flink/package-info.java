/** The job on Flink: its graph, its state, the cluster inside this process and its checkpoints. */
@NullMarked
package io.sluice.jobs.flink;

import org.jspecify.annotations.NullMarked;
