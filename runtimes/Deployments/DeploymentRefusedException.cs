namespace Actors.Runtimes.Deployments;

/// <summary>An app that cannot run here, with the sentence for whoever asked for it.</summary>
public sealed class DeploymentRefusedException(string message) : Exception(message);
