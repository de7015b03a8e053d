using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>The names of parameters, and the marks in their descriptions.</summary>
public sealed class NameAndMarkTests
{
    [TestCase("/concourse/team/lab-access-key", null)]
    [TestCase("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o", null)]
    [TestCase("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", "has more than the 15 levels that Parameter Store allows")]
    [TestCase("", "is empty")]
    [TestCase("concourse/team/lab", "does not start with a slash")]
    [TestCase("/concourse/team@x/lab", "contains a character other than A-Z a-z 0-9 / _ . -, which Parameter Store does not allow")]
    [TestCase("/concourse//lab", "has an empty level between slashes")]
    [TestCase("/concourse/lab/", "has an empty level between slashes")]
    [TestCase("/AWS/team/lab", "starts with aws or ssm, which Parameter Store reserves")]
    [TestCase("/ssm-team/lab", "starts with aws or ssm, which Parameter Store reserves")]
    public void ValidateName_Name_FindsTheBrokenRule(string name, string? rule) => Assert.That(ParameterName.Validate(name), Is.EqualTo(rule));

    [Test]
    public void ValidateName_LongName_HasRoomForTheArn()
    {
        Assert.That(ParameterName.Validate($"/{new string('n', 946)}"), Is.Null);
        Assert.That(ParameterName.Validate($"/{new string('n', 947)}"), Is.EqualTo("has 948 characters, more than the 947 that Parameter Store allows in every Region"));
    }

    [Test]
    public async Task Rotate_TeamWhoseNameParameterStoreDoesNotAllow_IsRejectedBeforeAnyCall()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        var team = Make.Team("team@example", [Make.Account("lab", "arn:aws:iam::123456789999:role/lab")]);

        Assert.That(() => harness.Rotator.RotateAsync(team), Throws.TypeOf<InvalidTeamException>().With.Message.Contains("which Parameter Store does not allow"));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public void Find_DescriptionOfARotation_IsItsMark()
    {
        var mark = new RotationMark(RotationId.Create(TimeProvider.System.GetUtcNow()), 12);

        Assert.That(RotationMark.Find(mark.ToString()), Is.EqualTo(mark));
        Assert.That(mark.ToString(), Has.Length.LessThan(1024));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("Short-lived AWS credentials for a Concourse team. Written by Concourse.CredentialRotation, rotation 1, version 1.")]
    [TestCase("Short-lived AWS credentials for a Concourse team. Written by Concourse.CredentialRotation, rotation 6f9619ff-8b86-4011-b42d-00c04fc964ff, version 1.")]
    [TestCase("Short-lived AWS credentials for a Concourse team. Written by Concourse.CredentialRotation, rotation 0192d9a0-0000-7000-8000-000000000000, version 1. Edited.")]
    public void Find_AnotherDescription_IsNoMark(string? description) => Assert.That(RotationMark.Find(description), Is.Null);

    [Test]
    public async Task ToString_OfTheState_HasNoSecret()
    {
        await using var harness = await ParameterStoreHarness.StartAsync(SecretLayout.Combined);
        await harness.RotateAsync<RotatedOutcome>();
        var writer = harness.CreateProcess().GetRequiredService<ISecretWriter>();

        var state = await writer.InspectAsync([new() { Name = ParameterStoreHarness.CombinedName, Content = SecretContent.Credentials }], CancellationToken.None);

        Assert.That(Leaks.In([state.ToString()], harness.Aws.Sts), Is.Empty);
        Assert.That((state.Status, state.RotationId?.ToString(), state.WrittenAt), Is.EqualTo((SecretSetStatus.Complete, harness.MarkedBy, state.RotationId?.CreatedAt)));
    }
}
