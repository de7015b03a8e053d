using System.Reflection;
using System.Runtime.CompilerServices;

namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>What the types of the library have in common.</summary>
public sealed class TypeConventionTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Library = typeof(ICredentialRotator).Assembly;

    private static readonly IReadOnlyList<Type> Types =
        [.. Library.GetTypes().Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && !type.Name.StartsWith('<') && !IsStandIn(type))];

    [Test]
    public void Class_OfTheLibrary_IsSealed() =>
        // A writer derives its own state from SecretSetState.
        Assert.That(Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }), Is.EqualTo(new[] { typeof(SecretSetState) }));

    [Test]
    public void PublicType_OfTheLibrary_IsInItsNamespaceOrExtendsTheServices() =>
        Assert.That(
            Library.GetExportedTypes().Where(type => type.Namespace is not "Microsoft.Extensions.DependencyInjection" && type.Namespace?.StartsWith("Concourse.CredentialRotation", StringComparison.Ordinal) is not true),
            Is.Empty);

    [Test]
    public void CancellationToken_OfAnyMethod_IsTheLastParameter() =>
        Assert.That(
            Types.SelectMany(type => type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
                .Where(method => !method.Name.Contains('<', StringComparison.Ordinal)
                    && method.GetParameters().SkipLast(1).Any(parameter => parameter.ParameterType == typeof(CancellationToken)))
                .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"),
            Is.Empty);

    // Whoever uses the library has the official package, if any, whose types are others than the stand-ins of the same name.
    [Test]
    public void PublicMember_OfTheLibrary_HasNoStandInInItsSignature() =>
        Assert.That(
            Library.GetExportedTypes().SelectMany(type => TypesOf(type).Where(IsStandIn), (type, standIn) => $"{type.Name}: {standIn.FullName}"),
            Is.Empty);

    private static bool IsStandIn(Type type) => type.Assembly == Library && type.Namespace?.StartsWith("Amazon", StringComparison.Ordinal) is true;

    /// <summary>All types in the signatures of what a type shows to other assemblies, and of what it derives from.</summary>
    private static IEnumerable<Type> TypesOf(Type type)
    {
        var methods = type.GetMethods(Declared).Where(IsVisible).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType));
        var constructors = type.GetConstructors(Declared).Where(IsVisible).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType));
        var fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => field.FieldType);
        return methods.Concat(constructors).Concat(fields).Concat(type.GetInterfaces()).Append(type.BaseType ?? typeof(object)).SelectMany(Parts);
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];
}
