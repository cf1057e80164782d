package plumbline.checker.explore;

import plumbline.checker.explore.Contexts.Budget;

/**
 * The worlds of each shard by height: with every step that changes a server's state the height grows, unless the server
 * comes back to a state. Costs four bytes a world.
 */
final class Order {
    /** No world is higher. */
    final int highest;

    private final Model model;
    private final int[][] heights;
    /** Restarts come before everything else. */
    private final int restart;

    private final int[][] sorted = new int[Worlds.SHARDS][];
    /** By shard and height: where its worlds begin among the sorted ones. */
    private final int[][] firsts = new int[Worlds.SHARDS][];

    Order(Model model, Worlds worlds, Crew crew) {
        this.model = model;
        heights = LocalGraph.heights(model.tables);
        int sum = 0;
        for (int[] some : heights) {
            int most = 0;
            for (int height : some) {
                most = Math.max(most, height);
            }
            sum += most;
        }
        restart = sum + 1;
        highest = sum + restart * model.limit(Budget.RESTARTS);
        crew.share(Worlds.SHARDS, (shard, member) -> sort(worlds.shards[shard], shard));
    }

    private void sort(Shard worlds, int shard) {
        int[] first = new int[highest + 2];
        for (int number = 0; number < worlds.size(); number++) {
            first[height(worlds, number) + 1]++;
        }
        for (int height = 0; height <= highest; height++) {
            first[height + 1] += first[height];
        }
        int[] numbers = new int[worlds.size()];
        int[] next = first.clone();
        for (int number = 0; number < numbers.length; number++) {
            numbers[next[height(worlds, number)]++] = number;
        }
        sorted[shard] = numbers;
        firsts[shard] = first;
    }

    private int height(Shard worlds, int number) {
        int[] chunk = worlds.chunk(number);
        int place = worlds.place(number);
        int height = restart * model.contexts.used(chunk[place + model.servers], Budget.RESTARTS);
        for (int server = 0; server < model.servers; server++) {
            height += heights[server][model.views.state(server, chunk[place + server])];
        }
        return height;
    }

    /** Shows the worlds of a shard that have this height, from the last to the first. */
    void each(int shard, int height, Worlds.Visitor visitor) {
        for (int place = firsts[shard][height + 1] - 1; place >= firsts[shard][height]; place--) {
            visitor.visit(Worlds.number(shard, sorted[shard][place]));
        }
    }
}
