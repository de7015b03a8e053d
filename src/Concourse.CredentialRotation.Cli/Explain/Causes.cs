namespace Concourse.CredentialRotation.Cli;

/// <summary>Finds the likely cause of an error from what is known about the session.</summary>
internal static class Causes
{
    private const string Prevention = "Set attempts: 2 for the step, or use the combined secret as a whole, which can never be mixed.";
    private const string LongStep = "Split the step, so that each part reads the variables again, or have the credentials renewed earlier (docs/pipelines.md, Session lifetime).";
    private const string FailedRotation = "Look at the team's alarm and the function's log for the reason, and run 'rotate' when it is fixed. 'doctor' checks the role and the secrets.";
    private const string OtherVariables = "Check that all values of the step name the same account, and that its image or task sets no other AWS_… variables.";

    /// <summary>The cause of an error of a session that was found.</summary>
    public static Cause Find(ErrorKind kind, FoundSession session, DateTimeOffset now) => kind switch
    {
        _ when session.Stage is SecretStages.Pending => new(
            Verdict.Unknown,
            "This session was staged, but has not become current, so no pipeline gets it from these secrets. Its rotation is in progress or was interrupted.",
            "Run 'status'. If the set is whole, look for another place that has this access key."),
        ErrorKind.AccessDenied => AccessDenied(session),
        ErrorKind.SessionPolicyDenied or ErrorKind.ExplicitlyDenied or ErrorKind.MissingToken or ErrorKind.WrongClock or ErrorKind.Throttled or ErrorKind.NoCredentials
            or ErrorKind.SecretDenied or ErrorKind.KeyUnusable => Find(kind),
        ErrorKind.InvalidToken or ErrorKind.WrongSignature => Mixed(kind, session),
        ErrorKind.Expired => Expired(session, now),
        _ => Facts(session, now),
    };

    /// <summary>The cause of an error whose session is not known.</summary>
    public static Cause Find(ErrorKind kind) => kind switch
    {
        ErrorKind.Expired => new(
            Verdict.Unknown,
            "The session of the step has ended.",
            $"If the step had been running for more than five minutes: {LongStep} If it had just started, the credentials are not being renewed: run 'status'. If the code is RequestExpired, the worker's clock may be wrong instead."),
        ErrorKind.InvalidToken => new(
            Verdict.Unknown,
            "The access key and the session token do not belong to the same session. If this is rare, the step read its variables while they were being renewed.",
            $"{OtherVariables} {Prevention}"),
        ErrorKind.WrongSignature => new(
            Verdict.Unknown,
            "The secret key does not belong to the access key. If this is rare, the step read its variables while they were being renewed.",
            $"{OtherVariables} {Prevention} Also check the worker's clock."),
        ErrorKind.WrongClock => new(Verdict.No, "The worker's clock differs from that of AWS by more than AWS accepts.", "Correct the worker's clock (NTP)."),
        ErrorKind.MissingToken => new(
            Verdict.No,
            "The access key was sent without its session token, without which it does not exist for AWS.",
            "Pass all three values to the step: the access key ID, the secret access key and the session token."),
        ErrorKind.NoCredentials => new(
            Verdict.No,
            "The step has no credentials: none of the variables reached the program.",
            "Check the parameters of the step and the names of the environment variables."),
        ErrorKind.AccessDenied => new(
            Verdict.No,
            "The credentials are valid, but the action is not allowed. Credentials that are expired or mixed get other errors.",
            "The message names the role and the action: ask whoever manages the role. A session that was revoked also gets this error."),
        ErrorKind.SessionPolicyDenied => new(
            Verdict.No,
            "The credentials are valid, but the session policies of the account do not allow the action.",
            "Change 'session.policy' or 'session.policyArns' of the account in the team's configuration (docs/team-configuration.md)."),
        ErrorKind.ExplicitlyDenied => new(
            Verdict.No,
            "The credentials are valid, but a policy of the role denies the action explicitly. If every action is denied, the role's sessions were revoked.",
            "After a revocation, publish a new session: 'rotate --force' for the account (docs/security.md, Revoking a leaked session). Otherwise, ask whoever manages the role."),
        ErrorKind.SecretDenied => new(
            Verdict.No,
            "Concourse itself may not read the secret, so the step did not start.",
            "Concourse's role needs secretsmanager:GetSecretValue (in Parameter Store, ssm:GetParameter and ssm:GetParametersByPath) on the paths of the pipeline, the team and the shared path (output concourse_policy_json of the Terraform module), and kms:Decrypt on the key."),
        ErrorKind.KeyUnusable => new(
            Verdict.No,
            "Concourse could not decrypt the secret with its KMS key, so the step did not start. In most cases, the key is disabled or scheduled for deletion.",
            "Look at the state of the key (aws kms describe-key), ask who changed it and why, and enable it (docs/operations.md, `EncryptionFailure`)."),
        ErrorKind.UndefinedVariable => new(
            Verdict.Unknown,
            "Concourse found no secret of that name.",
            "Run 'status': a new account has no secrets before its first rotation. If the set is whole, check the spelling, the team of the pipeline, the layout, and the quotation marks around a name with dots."),
        ErrorKind.Throttled => new(Verdict.No, "AWS throttled the request. The credentials are valid.", "Send the request again later, or send fewer."),
        _ => new(Verdict.Unknown, "The text has no error that is known here.", "Pass the error code or the whole message, and the access key ID if the message has one."),
    };

    /// <summary>The cause when no account has the access key.</summary>
    public static Cause NotFound(string accessKeyId, int accounts, IStoreFacts store) => accessKeyId.StartsWith("AKIA", StringComparison.Ordinal)
        ? new(
            Verdict.No,
            "This is the long-term access key of an IAM user. Rotations only publish sessions, whose access key IDs begin with ASIA.",
            "Find out where the step has it from: its image, its task, or a variable of another name.")
        : new(
            Verdict.Unknown,
            $"None of the {Count.Of(accounts, "account")} has this access key in {store.SearchedVersions}. It is older than that, of a team or an account that is not in these files (or no longer, and so nobody renews it), or not from a rotation.",
            "Pass the files of all teams. 'prune' lists the secrets that nobody renews. CloudTrail knows the role of the session: look up the access key ID (LookupEvents, AttributeKey=AccessKeyId).");

    // Credentials that are expired or mixed get other errors.
    private static Cause AccessDenied(FoundSession session) => new(
        Verdict.No,
        $"The session is valid for AWS, but the role or the session's policies do not allow the action. The role is {session.RoleArn}.",
        "Ask whoever manages the role. A session that was revoked (aws:TokenIssueTime) also gets this error: then run 'rotate --force' for the account.");

    private static Cause Mixed(ErrorKind kind, FoundSession session)
    {
        if (session.Condition is SetCondition.Torn)
        {
            return Torn();
        }

        var other = kind is ErrorKind.InvalidToken ? "session token" : "secret key";
        var when = session.ReplacedAt ?? session.RotatedAt;
        return session.Layout is SecretLayout.Combined
            ? new(
                Verdict.Renewal,
                $"The step sent this access key with the {other} of another session. In the combined layout, that is possible if the step refers to single fields{At(when)}.",
                $"Use the combined secret as a whole, which can never be mixed. {OtherVariables}")
            : new(
                Verdict.Renewal,
                $"The step sent this access key with the {other} of another session. It probably read its variables while they were being renewed{At(when)}, or up to a minute later if Concourse caches secrets.",
                $"{Prevention} If it happens at other times as well: {OtherVariables}");
    }

    private static Cause Expired(FoundSession session, DateTimeOffset now)
    {
        if (session.Expiration is not { } end)
        {
            return Find(ErrorKind.Expired);
        }

        if (end > now)
        {
            return new(
                Verdict.No,
                $"The session of this access key is valid until {Time(end)}, so it is not the one that has expired.",
                $"{OtherVariables} Also check the worker's clock.");
        }

        if (session.ReplacedAt is { } replaced && replaced <= end)
        {
            return new(
                Verdict.No,
                $"The session was replaced in time, at {Time(replaced)}, and ended at {Time(end)}. The step had read it before, and was still running.",
                LongStep);
        }

        return session.ReplacedAt is { } late
            ? new(Verdict.Yes, $"The session ended at {Time(end)}, but was only replaced at {Time(late)}. In between, pipelines had no valid credentials.", FailedRotation)
            : new(Verdict.Yes, $"The session ended at {Time(end)}, and has not been replaced since. Pipelines have no valid credentials.", FailedRotation);
    }

    private static Cause Facts(FoundSession session, DateTimeOffset now)
    {
        if (session.Condition is SetCondition.Torn)
        {
            return Torn();
        }

        var isOver = session.Expiration <= now;
        return (session.ReplacedAt, isOver) switch
        {
            ({ } replaced, true) => new(Verdict.No, $"The session was replaced at {Time(replaced)}, and has ended.", "A step that still uses it has been running for too long."),
            ({ } replaced, false) => new(Verdict.No, $"The session was replaced at {Time(replaced)}, and is valid until its end all the same.", "If the step failed, pass its error as well."),
            (null, true) => new(Verdict.Yes, "The session is current, but has ended: it was not renewed.", FailedRotation),
            _ => new(Verdict.No, "The session is current and valid.", "If the step failed, pass its error as well."),
        };
    }

    /// <summary>The cause of every error of a set whose secrets belong to different sessions.</summary>
    public static Cause Torn() => new(
        Verdict.Yes,
        "The set is torn: its secrets belong to different sessions, so pipelines send an access key with the session token or the secret key of another session.",
        "Run 'rotate' for the account: the next rotation repairs the set, whatever its age. The function's log has the reason (accountTorn).");

    private static string At(DateTimeOffset? time) => time is { } known ? $", at {Time(known)}" : "";

    private static string Time(DateTimeOffset time) => FormattableString.Invariant($"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
}
