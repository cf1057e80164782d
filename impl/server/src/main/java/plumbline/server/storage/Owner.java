package plumbline.server.storage;

import java.nio.charset.StandardCharsets;

/**
 * Whose data it is. A server that starts on another one's data would break promises that it does not know of, so this is
 * stored beside them and compared.
 *
 * @param cluster the cluster's name
 * @param server the server
 * @param servers how many servers the cluster has
 */
public record Owner(String cluster, int server, int servers) {
    byte[] toBytes() {
        return (server + " of " + servers + " in " + cluster).getBytes(StandardCharsets.UTF_8);
    }

    /** As in {@code server 1 of 3 in orders}. */
    @Override
    public String toString() {
        return "server " + new String(toBytes(), StandardCharsets.UTF_8);
    }
}
