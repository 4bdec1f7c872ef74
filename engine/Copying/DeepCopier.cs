namespace Actors.Engine.Copying;

/// <summary>Copies messages as a network would do it, and refuses what could not cross one. Slow; for tests and debugging.</summary>
internal sealed class DeepCopier
{
    public T Copy<T>(T value) => (T)new CopyRun().Copy(value)!;

    public Exception CopyException(Exception exception)
    {
        try
        {
            return (Exception)new CopyRun().Copy(exception)!;
        }
        catch (NotSupportedException refusal)
        {
            return refusal;
        }
    }
}
