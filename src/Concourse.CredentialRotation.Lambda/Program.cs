using System.Runtime.InteropServices;
using Concourse.CredentialRotation.Lambda;

using var stopping = new CancellationTokenSource();
using var onTermination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stopping.Cancel();
});
return await LambdaHost.RunAsync(cancellationToken: stopping.Token).ConfigureAwait(false);
