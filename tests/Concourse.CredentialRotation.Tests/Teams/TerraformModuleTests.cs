using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Teams;

/// <summary>The Terraform module for a team checks the same configuration by the same rules, in a language of its own.</summary>
public sealed class TerraformModuleTests
{
    private readonly TeamReader _reader = new(Compose.Validator());

    [Test]
    public void Read_EveryFieldThatTheModuleAccepts_IsValid()
    {
        var result = _reader.Read(File.ReadAllBytes(PathTo("team", "every-field.json")));

        Assert.That(result.Errors, Is.Empty);
        Assert.That(result.UnknownFields, Is.EqualTo(new[] { "owner" }));
    }

    [Test]
    public void Read_TeamsOfTheFleetExample_AreValid()
    {
        var files = Directory.GetFiles(PathTo("fleet"), "*.json");

        Assert.That(files, Has.Length.EqualTo(120));
        Assert.That(files.SelectMany(file => _reader.Read(File.ReadAllBytes(file)).Errors), Is.Empty);
    }

    [Test]
    public void Read_AccountsWithASecretInCommon_HasTheErrorsOfTheModule()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(PathTo("team", "colliding-secrets.json")));

        var result = _reader.Read(JsonSerializer.SerializeToUtf8Bytes(file.RootElement.GetProperty("configuration")));

        Assert.That(
            result.Errors.Select(error => $"{error.Field}: {error.Message}"),
            Is.EqualTo(file.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetString())));
    }

    [TestCase("account_fields", """{"name":"t","accounts":[{"name":"a","roleArn":"arn:aws:iam::123456789999:role/ci","x":1}]}""")]
    [TestCase("session_fields", """{"name":"t","accounts":[{"name":"a","roleArn":"arn:aws:iam::123456789999:role/ci","session":{"x":1}}]}""")]
    public void Read_UnknownField_NamesTheFieldsThatTheModuleKnows(string local, string json)
    {
        var definition = Regex.Match(File.ReadAllText(PathTo("team", "configuration.tf")), $@"\b{local} = \[(?<fields>[^\]]*)\]").Groups["fields"].Value;

        Assert.That(_reader.Read(Encoding.UTF8.GetBytes(json)).Errors.Single().Message, Does.EndWith($"has {definition.Replace("\"", "", StringComparison.Ordinal)})"));
    }

    private static string PathTo(params string[] parts) => Path.Combine([AppContext.BaseDirectory, .. parts]);
}
