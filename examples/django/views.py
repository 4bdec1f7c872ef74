from django import forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST


class NoteForm(forms.Form):
    text = forms.CharField(max_length=80)


class FileForm(forms.Form):
    file = forms.FileField()


def notes(request):
    """The notes of this session, and a form for the next."""
    form = NoteForm(request.POST or None)
    if request.method == 'POST' and form.is_valid():
        request.session['notes'] = request.session.get('notes', []) + [form.cleaned_data['text']]
        messages.info(request, 'Noted.')
        return redirect('notes')
    return render(request, 'notes.html', {'form': form, 'file_form': FileForm(), 'notes': request.session.get('notes', [])})


@require_POST
def count(request):
    """How many lines an uploaded text has."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    upload = form.cleaned_data['file']
    return JsonResponse({'name': upload.name, 'lines': len(upload.read().splitlines())})


@require_POST
def forget(request):
    """Ends the session."""
    request.session.flush()
    return redirect('notes')
