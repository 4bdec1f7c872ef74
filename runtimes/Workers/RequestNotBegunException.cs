using System.Net.Sockets;

namespace Actors.Runtimes.Workers;

/// <summary>A request did not reach the worker as a whole, so that the app cannot have begun it.</summary>
internal sealed class RequestNotBegunException(SocketException failure) : Exception("The worker closed its connection before it had the request.", failure);
