using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Benchmarks;

/// <summary>A Markdown file in which what is measured stands between marks, and what is said about it beside them.</summary>
internal sealed class Document
{
    private readonly string _path;
    private string _text;

    private Document(string path, string text) => (_path, _text) = (path, text);

    public static async Task<Document> ReadAsync(string path) => new(path, await File.ReadAllTextAsync(path));

    public void Replace(string section, string text)
    {
        var marked = new Regex($"(?<=<!-- measured: {Regex.Escape(section)} -->\n).*?(?=<!-- end -->)", RegexOptions.Singleline);
        _text = marked.IsMatch(_text)
            ? marked.Replace(_text, _ => $"\n{text}\n", count: 1)
            : throw new InvalidOperationException($"{_path} has no section '{section}'.");
    }

    public Task WriteAsync() => File.WriteAllTextAsync(_path, _text);
}
