package io.sluice.e2e.k8s;

import io.sluice.e2e.k8s.Manifests.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every image is one that the profile "images" builds. */
final class Images implements Check {
    private static final Pattern BUILT = Pattern.compile("<image>\\$\\{images\\.registry}([^<]+)</image>");
    private static final Pattern VERSION = Pattern.compile("<artifactId>sluice</artifactId>\\s*<version>([^<]+)<");

    private final Set<String> built;

    Images(Set<String> built) {
        this.built = Set.copyOf(built);
    }

    static Images builtBy(Path... poms) throws IOException {
        Set<String> built = new TreeSet<>();
        for (Path file : poms) {
            String pom = Files.readString(file);
            Matcher version = VERSION.matcher(pom);
            if (!version.find()) {
                throw new IOException(file + " must name its parent's version, did not");
            }
            BUILT.matcher(pom)
                    .results()
                    .map(image -> image.group(1).replace("${images.tag}", version.group(1)))
                    .forEach(built::add);
        }
        return new Images(built);
    }

    Set<String> built() {
        return built;
    }

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Workload workload : manifests.everyWorkload()) {
            for (String image : workload.images()) {
                if (!built.contains(image)) {
                    faults.add(workload.id() + ": image must be one of " + new TreeSet<>(built) + ", was " + image);
                }
            }
        }
        return faults;
    }
}
