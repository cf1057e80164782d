package plumbline.checker.explore;

import java.util.Arrays;
import plumbline.checker.explore.Tables.ServerTable;

/**
 * What is sent, sorted by receiver. A post is a set of messages, a parcel the part of it that goes to one server; both are
 * numbered. Post 0 is empty. Safe for several threads.
 */
final class Mail {
    private final Tables tables;
    private final SharedKeys posts;
    private final SharedKeys[] parcels;
    private final SharedLists sorted = new SharedLists();
    private final Permutations permutations;
    /** By receiver; over parcels and permutations, the number of the image plus one. */
    private final SharedRows[] images;

    Mail(Tables tables, Permutations permutations) {
        this.tables = tables;
        this.permutations = permutations;
        images = new SharedRows[tables.servers.length];
        Arrays.setAll(images, receiver -> new SharedRows(permutations.size()));
        posts = new SharedKeys(tables.words);
        posts.add(new long[tables.words], 0);
        parcels = new SharedKeys[tables.servers.length];
        for (int server = 0; server < parcels.length; server++) {
            parcels[server] = new SharedKeys(tables.servers[server].words);
        }
    }

    /** The number of a post, of which there is one bit for each message. */
    int post(long[] messages) {
        return posts.add(messages, 0);
    }

    /** Where the parcels of a post begin in {@link #sorted}: a receiver and the number of a parcel in turns. */
    int parcels(int post) {
        int known = sorted.find(post);
        return known >= 0 ? known : sort(post);
    }

    /** The parcels of all posts. */
    SharedLists sorted() {
        return sorted;
    }

    private int sort(int post) {
        long[] messages = new long[tables.words];
        posts.read(post, messages);
        int[] sorting = new int[2 * parcels.length];
        int count = 0;
        for (int server = 0; server < parcels.length; server++) {
            ServerTable table = tables.servers[server];
            long[] own = new long[table.words];
            boolean any = false;
            for (int message = 0; message < table.messages.size(); message++) {
                int bit = table.firstBit + message;
                if ((messages[bit >> 6] >>> bit & 1) != 0) {
                    own[message >> 6] |= 1L << message;
                    any = true;
                }
            }
            if (any) {
                sorting[count++] = server;
                sorting[count++] = parcels[server].add(own, 0);
            }
        }
        return sorted.keep(post, sorting, count);
    }

    /** The parcel that another receiver has in its place when servers are renumbered. */
    int image(int receiver, int parcel, int permutation) {
        if (permutation == 0) {
            return parcel;
        }
        int known = images[receiver].get(parcel, permutation) - 1;
        if (known < 0) {
            long[] messages = new long[tables.servers[receiver].words];
            read(receiver, parcel, messages);
            long[] image = permutations.image(permutation, receiver, messages);
            known = parcels[permutations.servers.get(permutation)[receiver]].add(image, 0);
            images[receiver].set(parcel, permutation, known + 1);
        }
        return known;
    }

    /** Copies the messages of a parcel, one bit for each message to the receiver. */
    void read(int receiver, int parcel, long[] messages) {
        parcels[receiver].read(parcel, messages);
    }
}
