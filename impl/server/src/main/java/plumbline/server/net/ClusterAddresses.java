package plumbline.server.net;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import plumbline.core.Cluster;

/**
 * A cluster's name and where its servers listen.
 *
 * @param name what all its servers and clients call it; it keeps clusters apart that meet by mistake
 * @param servers the address of each server, 1 to the size of the cluster
 */
public record ClusterAddresses(String name, SortedMap<Integer, InetSocketAddress> servers) {
    /** @throws IllegalArgumentException if servers are missing in the row, or there are too many */
    public ClusterAddresses {
        servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
        if (servers.isEmpty() || servers.size() > Cluster.MOST_SERVERS) {
            throw new IllegalArgumentException(
                    "the cluster has " + servers.size() + " servers, must have 1 to " + Cluster.MOST_SERVERS);
        }
        if (servers.firstKey() != 1 || servers.lastKey() != servers.size()) {
            throw new IllegalArgumentException(
                    "the servers are " + servers.keySet() + ", must be 1 to " + servers.size() + " without a gap");
        }
        if (name.isBlank() || name.length() > 255) {
            throw new IllegalArgumentException("the cluster's name must have 1 to 255 characters");
        }
    }

    /**
     * Reads {@code 1=host:port,2=host:port,...}; a host that is an IPv6 address stands in brackets.
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public static ClusterAddresses parse(String name, String text) {
        SortedMap<Integer, InetSocketAddress> servers = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + part + "' is not of the form ID=HOST:PORT");
            }
            int id = number(part.substring(0, equals), "server id", part, Cluster.MOST_SERVERS);
            if (servers.put(id, address(part.substring(equals + 1), part)) != null) {
                throw new IllegalArgumentException("server " + id + " is given twice");
            }
        }
        return new ClusterAddresses(name, servers);
    }

    private static InetSocketAddress address(String text, String part) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + part + "' is not of the form ID=HOST:PORT");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("in '" + part + "' the IPv6 address needs brackets");
        }
        return InetSocketAddress.createUnresolved(
                bracketed ? host.substring(1, host.length() - 1) : host,
                number(text.substring(colon + 1), "port", part, 65_535));
    }

    private static int number(String text, String what, String part, int most) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "in '" + part + "' the " + what + " is '" + text + "', must be a number from 1 to " + most);
    }

    /** The address of {@code server}. */
    public InetSocketAddress of(int server) {
        InetSocketAddress address = servers.get(server);
        if (address == null) {
            throw new IllegalArgumentException(
                    "there is no server " + server + ", the servers are 1 to " + servers.size());
        }
        return address;
    }

    /** How many servers. */
    public int size() {
        return servers.size();
    }
}
