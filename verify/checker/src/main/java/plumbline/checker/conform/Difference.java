package plumbline.checker.conform;

/**
 * One field in which an answer differs from the core's.
 *
 * @param field which, as in {@code nextIndex[2]} or {@code RequestVoteResponse to 1: voteGranted}
 * @param kind the same without whose it is, as in {@code nextIndex} or {@code RequestVoteResponse.voteGranted}
 * @param expected what the core has there, as JSON
 * @param actual what the implementation has there, as JSON
 */
public record Difference(String field, String kind, String expected, String actual) {}
