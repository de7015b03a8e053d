namespace Concourse.CredentialRotation.Tests.Secrets;

public sealed class SecretWriteResultTests
{
    [TestCase(RotationStep.Inspect)]
    [TestCase(RotationStep.Verify)]
    public void Failed_StepThatIsNotOfAWrite_Throws(RotationStep step) =>
        Assert.That(() => SecretWriteResult.Failed(step, new() { Message = "why" }), Throws.TypeOf<ArgumentOutOfRangeException>());
}
