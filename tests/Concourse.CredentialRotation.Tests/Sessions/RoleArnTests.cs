namespace Concourse.CredentialRotation.Tests.Sessions;

public sealed class RoleArnTests
{
    [TestCase("arn:aws:sts::123456789999:assumed-role/Lab/concourse-team", true)]
    [TestCase("arn:aws:sts::123456789999:assumed-role/lab/concourse-team", true, Description = "IAM does not tell names apart by their case")]
    [TestCase("arn:aws:sts::123456789999:assumed-role/LAB/concourse-team", true)]
    [TestCase("arn:aws:sts::123456789999:assumed-role/lab2/concourse-team", false)]
    [TestCase("arn:aws:sts::123456789999:assumed-role/la/concourse-team", false)]
    [TestCase("arn:aws:sts::123456789999:assumed-role/Lab", false)]
    [TestCase("arn:aws:sts::123456789998:assumed-role/Lab/concourse-team", false, Description = "another account")]
    [TestCase("arn:aws-cn:sts::123456789999:assumed-role/Lab/concourse-team", false, Description = "another partition")]
    [TestCase("arn:AWS:sts::123456789999:assumed-role/Lab/concourse-team", false)]
    [TestCase("arn:aws:sts::123456789999:Assumed-Role/Lab/concourse-team", false)]
    [TestCase("arn:aws:iam::123456789999:role/path/Lab", false, Description = "the role itself, not a session of it")]
    [TestCase("", false)]
    public void IsRoleOf_SessionArn_ComparesTheNameWithoutRegardToCase(string sessionArn, bool isOfTheRole)
    {
        Assert.That(RoleArn.TryParse("arn:aws:iam::123456789999:role/path/Lab", out var role), Is.True);
        Assert.That(role!.IsRoleOf(sessionArn), Is.EqualTo(isOfTheRole));
    }
}
