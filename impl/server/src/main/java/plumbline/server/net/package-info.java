/**
 * The network, on Netty: frames, handshake, one connection for each direction between two servers, and clients. The contract
 * is {@code wire.proto}.
 */
package plumbline.server.net;
