namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>A writer that tells when a text has been written.</summary>
internal sealed class AwaitedText(string awaited) : StringWriter
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Written => _written.Task;

    public override void Write(char value)
    {
        base.Write(value);
        Check();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        Check();
    }

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        Check();
    }

    private void Check()
    {
        if (ToString().Contains(awaited, StringComparison.Ordinal))
        {
            _written.TrySetResult();
        }
    }
}
