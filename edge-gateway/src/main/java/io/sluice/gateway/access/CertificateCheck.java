package io.sluice.gateway.access;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who a client certificate speaks for. Its alternative names of the form {@code sluice://site/device} say so, each a
 * pattern; without one the subject's common name is {@code site/device}. That an authority of ours vouches for it was
 * the handshake's to check.
 */
public final class CertificateCheck {
    private static final String URI_PREFIX = "sluice://";
    private static final int URI = 6; // the tag of uniformResourceIdentifier in GeneralName, RFC 5280

    private CertificateCheck() {}

    public static Verdict check(X509Certificate certificate) {
        List<String> names = uris(certificate);
        if (names.isEmpty()) {
            names = commonName(certificate).map(List::of).orElse(List.of());
        }
        List<DevicePattern> devices = names.stream()
                .flatMap(name -> DevicePattern.tryParse(name).stream())
                .toList();
        return devices.isEmpty() || devices.size() < names.size()
                ? new Verdict.Refused(Denial.NO_DEVICE)
                : new Verdict.Granted(new Speaker(
                        Speaker.Proof.CERTIFICATE,
                        String.join(",", names),
                        devices,
                        Optional.of(certificate.getNotAfter().toInstant())));
    }

    private static List<String> uris(X509Certificate certificate) {
        List<String> found = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (Objects.equals(name.get(0), URI)
                        && String.valueOf(name.get(1)).startsWith(URI_PREFIX)) {
                    found.add(String.valueOf(name.get(1)).substring(URI_PREFIX.length()));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return found;
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            LdapName subject =
                    new LdapName(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
            List<String> names = new ArrayList<>();
            for (Rdn rdn : subject.getRdns()) {
                // All that it is made of: O=plant+CN=plant-1/pump-7 is one, whose own type and value are the first.
                Attribute commonNames = rdn.toAttributes().get("CN");
                for (Object name : commonNames == null ? List.of() : Collections.list(commonNames.getAll())) {
                    names.add(text(name));
                }
            }
            // Two of them could be read in two ways.
            return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
        } catch (NamingException e) {
            return Optional.empty();
        }
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
