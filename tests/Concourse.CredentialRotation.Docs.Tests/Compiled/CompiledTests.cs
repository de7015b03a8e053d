using System.Reflection;
using System.Runtime.Loader;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Concourse.CredentialRotation.Docs.Tests.Compiled;

/// <summary>A project with tests, loaded into this process.</summary>
internal sealed class CompiledTests
{
    private readonly Assembly _assembly;

    public CompiledTests(CompiledProject project)
    {
        // A page changes its projects, so each run has its own.
        var context = new AssemblyLoadContext(project.Name);
        var loaded = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        context.Resolving += (_, name) => loaded.GetValueOrDefault(name.Name ?? "");
        foreach (var part in project.WithReferences)
        {
            using var image = new MemoryStream(part.Image);
            loaded[part.Name] = context.LoadFromStream(image);
        }

        _assembly = loaded[project.Name];
    }

    /// <summary>The classes that are something and can be created without arguments.</summary>
    public IEnumerable<T> Create<T>() =>
        _assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(T)) && type.GetConstructor(Type.EmptyTypes) is not null).Select(type => (T)Activator.CreateInstance(type)!);

    /// <summary>Runs all tests.</summary>
    /// <returns>What <c>dotnet test</c> prints of them, and whether all have passed.</returns>
    public (IReadOnlyList<string> Printed, bool HavePassed) Run()
    {
        var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
        runner.Load(_assembly, new Dictionary<string, object> { ["SynchronousEvents"] = true });
        var result = runner.Run(TestListener.NULL, TestFilter.Empty);
        var havePassed = result.ResultState.Status is TestStatus.Passed;
        return (
            [
                .. Leaves(result).Where(test => test.ResultState.Status is TestStatus.Failed).SelectMany(test => $"Failed {test.Name} [1 ms]\nError Message:\n{test.Message}".Split('\n')),
                .. result.PassCount + result.FailCount == 0 ? $"There is no test. {result.Message}".Split('\n') : [],
                $"{(havePassed ? "Passed" : "Failed")}!  - Failed: {result.FailCount,5}, Passed: {result.PassCount,5}, Skipped: {result.SkipCount,5}, Total: {result.TotalCount,5}, Duration: 1 s - {_assembly.GetName().Name}.dll (net10.0)",
            ],
            havePassed);
    }

    private static IEnumerable<ITestResult> Leaves(ITestResult result) => result.HasChildren ? result.Children.SelectMany(Leaves) : [result];
}
