using System.Collections.Concurrent;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using NUnit.Framework.Interfaces;

[assembly: LeakCheck]

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>
/// Fails each test that let a secret out of the process. It does so once the test is over, since an exception while a harness is disposed would
/// replace the one that the test failed with.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class LeakCheckAttribute : TestActionAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Leaking = new(StringComparer.Ordinal);

    public override ActionTargets Targets => ActionTargets.Test;

    /// <summary>Searches what left the process in the current test.</summary>
    public static void Search(IEnumerable<string> texts, LocalSts sts)
    {
        foreach (var text in Leaks.In(texts, sts))
        {
            Leaking.GetOrAdd(TestContext.CurrentContext.Test.ID, _ => []).Enqueue(text);
        }
    }

    public override void AfterTest(ITest test)
    {
        if (Leaking.TryRemove(test.Id, out var texts))
        {
            Assert.Fail($"A secret was logged, traced, printed or returned:\n{string.Join('\n', texts)}");
        }
    }
}
