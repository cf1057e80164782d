package plumbline.server.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and certificates of it, made by the JDK's keytool for one test. */
public final class Certificates {
    private static final String PASSWORD = "only for a test";

    /** A certificate, its key and the authority, as PEM files. */
    public record Pem(Path certificate, Path key, Path authority) {}

    private final Path directory;
    private final Path store;
    private final Path authority;

    /** Makes the authority. */
    public Certificates(Path directory) throws Exception {
        this.directory = Files.createDirectories(directory);
        this.store = directory.resolve("keys.p12");
        keytool("ca", "-ext", "bc:c=ca:true");
        // Written once: a server that is being started may be reading it while the next certificate is made.
        this.authority =
                pem("ca.crt", "CERTIFICATE", keys().getCertificate("ca").getEncoded());
    }

    /** A certificate of the authority with {@code dnsName}. */
    Tls of(String dnsName) throws Exception {
        Pem made = pem(dnsName);
        return Tls.of(made.certificate(), made.key(), made.authority());
    }

    /** The same, as files. */
    public Pem pem(String dnsName) throws Exception {
        keytool(dnsName, "-signer", "ca", "-ext", "san=dns:" + dnsName);
        KeyStore keys = keys();
        return new Pem(
                pem(
                        dnsName + ".crt",
                        "CERTIFICATE",
                        keys.getCertificate(dnsName).getEncoded()),
                pem(
                        dnsName + ".key",
                        "PRIVATE KEY",
                        keys.getKey(dnsName, PASSWORD.toCharArray()).getEncoded()),
                authority);
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private Path pem(String name, String type, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(
                directory.resolve(name), "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }

    private void keytool(String alias, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
