using System.Diagnostics.CodeAnalysis;

namespace Concourse.CredentialRotation;

/// <summary>One rule that a team's configuration breaks.</summary>
public sealed record TeamValidationError
{
    /// <summary>Creates an error; set its properties in an object initializer.</summary>
    public TeamValidationError()
    {
    }

    [SetsRequiredMembers]
    internal TeamValidationError(string field, string message) => (Field, Message) = (field, message);

    /// <summary>The field, as a path into the configuration, such as <c>accounts[0].roleArn</c>; <c>(root)</c> for the configuration as a whole.</summary>
    public required string Field { get; init; }

    /// <summary>What the field must be, and what it was.</summary>
    /// <value>The rest of a sentence that begins with the field, such as <c>must not be empty</c>.</value>
    public required string Message { get; init; }

    /// <summary>The error in one line: the field, a colon, and the message.</summary>
    public override string ToString() => $"{Field}: {Message}";
}
