package plumbline.server.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Mutual TLS: both ends show a certificate of the same authority. A server's certificate names it, as the DNS name
 * {@code server-1} among its alternative names; whoever dials a server insists on that name, and whoever says it is a server
 * is believed only with it. A client's certificate has any other name, or none.
 *
 * @param server for connections that come in
 * @param client for connections that go out
 */
public record Tls(SslContext server, SslContext client) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int DNS_NAME = 2;

    /**
     * Reads three PEM files: this end's certificate (with those up to its authority), its key (PKCS #8, not encrypted), and
     * the authority that both ends trust.
     *
     * @throws IllegalArgumentException naming the file that cannot be used, and why
     */
    public static Tls of(Path certificate, Path key, Path authority) {
        File certificateFile = readable(certificate);
        File keyFile = readable(key);
        File authorityFile = readable(authority);
        try {
            return new Tls(
                    SslContextBuilder.forServer(certificateFile, keyFile)
                            .trustManager(authorityFile)
                            .clientAuth(ClientAuth.REQUIRE)
                            .sslProvider(SslProvider.JDK)
                            .protocols(PROTOCOLS)
                            .build(),
                    SslContextBuilder.forClient()
                            .keyManager(certificateFile, keyFile)
                            .trustManager(authorityFile)
                            .sslProvider(SslProvider.JDK)
                            .protocols(PROTOCOLS)
                            .build());
        } catch (SSLException | IllegalArgumentException failure) {
            throw new IllegalArgumentException(
                    "the TLS files " + certificate + ", " + key + ", " + authority + ": " + reason(failure), failure);
        }
    }

    private static File readable(Path path) {
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException("TLS file " + path + ": cannot be read");
        }
        return path.toFile();
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    SslHandler accepting(ByteBufAllocator allocator) {
        return server.newHandler(allocator);
    }

    SslHandler dialling(ByteBufAllocator allocator, int to) {
        SslHandler handler = client.newHandler(allocator, nameOf(to), -1);
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        // Compares the name that was dialled with those in the certificate.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return handler;
    }

    /** What the certificate of {@code server} calls it. */
    public static String nameOf(int server) {
        return "server-" + server;
    }

    /** Whether the other end of {@code handler} has a certificate of {@code server}. */
    static boolean isServer(SslHandler handler, int server) throws SSLPeerUnverifiedException {
        return names(handler).contains(nameOf(server));
    }

    private static List<String> names(SslHandler handler) throws SSLPeerUnverifiedException {
        X509Certificate certificate =
                (X509Certificate) handler.engine().getSession().getPeerCertificates()[0];
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
