package io.sluice.gateway.access;

import io.sluice.kit.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that only we and who keeps them should see. */
public final class SecretFile {
    private static final Logger log = LoggerFactory.getLogger(SecretFile.class);
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {}

    /**
     * Warns where others than its owner and group may read or write the file behind the path. No fault: Kubernetes
     * mounts a secret as {@code rw-r--r--} unless told otherwise, and in a container there are no others. Where files
     * have no such permissions it says nothing.
     */
    public static void warnIfOpenToOthers(Setting<Path> setting, Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = view.readAttributes().permissions();
            if (!Collections.disjoint(permissions, OF_OTHERS)) {
                log.atWarn()
                        .addKeyValue("setting", setting.key())
                        .addKeyValue("file", file)
                        .addKeyValue("mode", PosixFilePermissions.toString(permissions))
                        .log("others may read or write a secret file: chmod o= would keep it from them");
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).addKeyValue("file", file).log("who may read a secret file cannot be told");
        }
    }
}
