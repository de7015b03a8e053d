using System.Runtime.InteropServices;
using System.Text;
using Concourse.CredentialRotation.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var host = Host.OfThisProcess();
using var stopping = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTermination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await CommandLine.InvokeAsync(args, host, stopping.Token).ConfigureAwait(false);

// The first signal cancels what has not begun to change anything; the second ends the process.
void Stop(PosixSignalContext signal)
{
    if (!stopping.IsCancellationRequested)
    {
        signal.Cancel = true;
        host.Terminal.Error.WriteLine("Stopping. Accounts whose secrets are being switched are finished first; press Ctrl+C again to end at once.");
        stopping.Cancel();
    }
}
